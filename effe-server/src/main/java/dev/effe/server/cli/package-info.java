/**
 * The command line and all settings. {@link dev.effe.server.cli.CommandLine} reads flags, environment and file into {@link
 * dev.effe.server.cli.Settings}, which are made of records of the packages that use them. {@link
 * dev.effe.server.cli.SettingsTable} has the rows of all these records: help, {@code --print-config} and docs/settings.md
 * follow from it.
 */
@NullMarked
package dev.effe.server.cli;

import org.jspecify.annotations.NullMarked;
