package dev.effe.server.supply;

/** What effe-otel.jar is made of. */
class OtelSbomIT extends JarSbom {

    OtelSbomIT() {
        super("effe-otel");
    }

    @Override
    int count() {
        return 9;
    }
}
