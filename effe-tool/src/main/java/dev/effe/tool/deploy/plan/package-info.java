/** The changes that a deployment would make: what effe.yaml asks for, compared with what a place has. Changes nothing. */
@NullMarked
package dev.effe.tool.deploy.plan;

import org.jspecify.annotations.NullMarked;
