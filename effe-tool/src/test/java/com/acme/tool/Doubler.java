package com.acme.tool;

/** An AWS Lambda handler of a plain method. */
public final class Doubler {

    public int handle(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("negative");
        }
        return 2 * number;
    }
}
