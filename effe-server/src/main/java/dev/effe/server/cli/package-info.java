/**
 * The settings and the command line. {@link dev.effe.server.cli.SettingsTable} is the one table of settings; flags,
 * environment, file, help, {@code --print-config} and the tables of docs/settings.md all come from it. {@link
 * dev.effe.server.cli.CommandLine} reads them, {@link dev.effe.server.cli.Settings} is the result.
 */
@NullMarked
package dev.effe.server.cli;

import org.jspecify.annotations.NullMarked;
