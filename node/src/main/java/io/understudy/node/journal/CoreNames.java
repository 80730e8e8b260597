package io.understudy.node.journal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How core's values are named in JSON, by their shape alone: a case of a sealed interface says
 * which by its class's simple name, and a record of one number or text, such as an epoch, is
 * written as that.
 */
final class CoreNames extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;
    private static final JsonTypeInfo.Value BY_NAME =
            JsonTypeInfo.Value.construct(
                    JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "is", null, false, null, null);

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass type, JavaType base) {
        return type.getRawType().isSealed()
                ? new StdTypeResolverBuilder(BY_NAME)
                : super.findTypeResolver(config, type, base);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated type) {
        return type.getRawType().isSealed() ? cases(type.getRawType()) : super.findSubtypes(type);
    }

    /** All records below a sealed interface, through the sealed interfaces between. */
    static List<NamedType> cases(Class<?> closed) {
        List<NamedType> cases = new ArrayList<>();
        for (Class<?> permitted : closed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                cases.addAll(cases(permitted));
            } else {
                cases.add(new NamedType(permitted, permitted.getSimpleName()));
            }
        }
        return cases;
    }

    @Override
    public Boolean hasAsValue(Annotated member) {
        return member instanceof AnnotatedMethod method
                && method.getParameterCount() == 0
                && isPlain(method.getDeclaringClass())
                && method.getDeclaringClass()
                        .getRecordComponents()[0]
                        .getName()
                        .equals(method.getName());
    }

    @Override
    public JsonCreator.@Nullable Mode findCreatorAnnotation(
            MapperConfig<?> config, Annotated creator) {
        return creator instanceof AnnotatedConstructor constructor
                        && constructor.getParameterCount() == 1
                        && isPlain(constructor.getDeclaringClass())
                ? JsonCreator.Mode.DELEGATING
                : super.findCreatorAnnotation(config, creator);
    }

    private static boolean isPlain(Class<?> type) {
        if (!type.isRecord() || isCase(type)) {
            return false;
        }
        RecordComponent[] components = type.getRecordComponents();
        return components.length == 1
                && (components[0].getType() == long.class
                        || components[0].getType() == String.class);
    }

    private static boolean isCase(Class<?> type) {
        for (Class<?> above : type.getInterfaces()) {
            if (above.isSealed()) {
                return true;
            }
        }
        return false;
    }
}
