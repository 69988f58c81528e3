/**
 * The rows of the table of settings, and the types of their values. A record that holds settings lives in the package that
 * uses them and is made of its rows by {@link dev.effe.server.settings.Rows}.
 */
@NullMarked
package dev.effe.server.settings;

import org.jspecify.annotations.NullMarked;
