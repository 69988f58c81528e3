/** The interfaces that a function author implements and uses. Depends on nothing but the JDK. */
@org.jspecify.annotations.NullMarked
module dev.effe {
    requires static transitive org.jspecify;

    exports dev.effe;
    exports dev.effe.spi;
    exports dev.effe.spi.topics;
    exports dev.effe.spi.trace;

    uses dev.effe.Logic;
}
