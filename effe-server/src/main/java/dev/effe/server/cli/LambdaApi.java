package dev.effe.server.cli;

/** Whether AWS Lambda's Invoke API is served on the main port. */
public enum LambdaApi {
    /** For functions that have no use for paths: AWS Lambda handlers and JsonLogic. */
    AUTO,
    ON,
    OFF
}
