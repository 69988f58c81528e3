package dev.effe.server.json.jackson;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.lang.annotation.Annotation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's annotations, and no other's: those of another copy of Jackson, which this one would not see, are an error,
 * since {@code @JsonIgnore} on a password must never count for nothing. A sealed type has the subtypes that it permits.
 */
final class Annotations extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    /** Jackson 1, whose annotations many classes have beside those of Jackson 2. */
    private static final String JACKSON_1 = "org.codehaus.jackson.";

    private static final String DATABIND = "com.fasterxml.jackson.databind.annotation.";

    /** Shown every annotation of every class and member that is read or written. */
    @Override
    public boolean isAnnotationBundle(Annotation annotation) {
        Class<?> type = annotation.annotationType();
        for (Annotation mark : type.getAnnotations()) {
            if (mark.annotationType().getSimpleName().equals("JacksonAnnotation") && !isKnown(type, mark)) {
                throw new IllegalStateException(
                        "@" + type.getName() + " is of another copy of Jackson than the one that"
                                + " reads and writes JSON: leave Jackson under its own name in the package, or override json()"
                                + " of the function");
            }
        }
        return super.isAnnotationBundle(annotation);
    }

    /** Tells if an annotation counts here, or is meant not to. */
    private static boolean isKnown(Class<?> type, Annotation mark) {
        String name = type.getName();
        // Jackson 3 has the annotations of Jackson 2, but those of its databind are its own.
        boolean otherDatabind = name.contains(".databind.annotation.") && !name.startsWith(DATABIND);
        return name.startsWith(JACKSON_1) || (mark.annotationType() == JacksonAnnotation.class && !otherDatabind);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        List<NamedType> named = super.findSubtypes(annotated);
        return named == null && SealedTypes.isSealed(annotated.getRawType())
                ? SealedTypes.permitted(annotated.getRawType())
                : named;
    }
}
