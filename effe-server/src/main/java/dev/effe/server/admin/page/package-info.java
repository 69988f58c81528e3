/** The page for people on the admin port: HTML and inline SVG of the figures that the page of JSON has. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.admin.page;
