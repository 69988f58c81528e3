package dev.effe.lambda;

/** The classes that the server shows to a function: the JDK, the API and SLF4J, and nothing else of this class path. */
final class ApiView extends ClassLoader {

    ApiView() {
        super("api", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean api = name.matches("dev\\.effe\\.(spi\\.)?[^.]+") || name.startsWith("org.slf4j.");
        return api ? ApiView.class.getClassLoader().loadClass(name) : super.loadClass(name, resolve);
    }
}
