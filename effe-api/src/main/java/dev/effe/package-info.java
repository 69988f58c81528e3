/**
 * The function API: implement {@link dev.effe.Logic}, or {@link dev.effe.JsonLogic} for JSON in and out, or {@link
 * dev.effe.ArgsLogic} for named arguments, and let the server do the rest. Every other type here is implemented by the server, or is a plain value.
 */
package dev.effe;
