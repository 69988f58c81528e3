package dev.effe.lambda.runtime.http;

/**
 * Where events say that they come from.
 *
 * @param name the function's name, which stands for the ids of an API or target group that there is not
 * @param region an AWS region
 * @param account the number of an AWS account
 */
public record FrontDoor(String name, String region, String account) {}
