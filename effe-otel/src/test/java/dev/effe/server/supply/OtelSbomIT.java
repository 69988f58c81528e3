package dev.effe.server.supply;

/** The lists of effe-otel.jar. */
class OtelSbomIT extends JarSbom {

    OtelSbomIT() {
        super("effe-otel");
    }

    @Override
    int count() {
        return 9;
    }
}
