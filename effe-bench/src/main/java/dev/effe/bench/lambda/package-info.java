/** The cost of an AWS Lambda handler's call beside a Logic's. */
@NullMarked
package dev.effe.bench.lambda;

import org.jspecify.annotations.NullMarked;
