package dev.effe.tool.dev.project;

import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A source file that is a function by itself. Immutable. */
final class FileSource implements Source {

    private final Path file;
    private final Path work;
    private final Asked asked;

    /** @param work the folder for its classes */
    FileSource(Path file, Path work, Asked asked) {
        this.file = file;
        this.work = work;
        this.asked = asked;
        if (asked.builtElsewhere()) {
            throw new UsageException("--build does not go with a source file: name the folder that is built");
        }
    }

    @Override
    public Path folder() {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    @Override
    public Set<Path> files() {
        return Set.of();
    }

    @Override
    public Project read() {
        Module module = Conventions.ofFile(file, work, asked);
        return new Project(List.of(module), List.of(new Code("", ModuleFinder.classPath(module))), List.of());
    }
}
