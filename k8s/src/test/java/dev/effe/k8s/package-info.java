@NullMarked
package dev.effe.k8s;

import org.jspecify.annotations.NullMarked;
