package dev.effe.compat;

/** AWS's SDK and a JsonLogic. */
class AwsSdkJsonLogicIT extends AwsSdkContract {

    AwsSdkJsonLogicIT() {
        super("--logic", CommandsLogic.class.getName());
    }
}
