package io.understudy.node.diverged;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.function.Function;

/** An incident as its file has it. Pure; safe for any thread. */
public final class IncidentJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(texts())
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private IncidentJson() {}

    public static String write(Incident incident) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(incident) + "\n";
        } catch (JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one.
     *
     * @throws IOException when it is not an incident's whole file
     */
    public static Incident read(String text) throws IOException {
        return MAPPER.readValue(text, Incident.class);
    }

    private static SimpleModule texts() {
        SimpleModule module = new SimpleModule("incident");
        text(module, NodeId.class, NodeId::new);
        text(module, LogPosition.class, LogPosition::parse);
        text(module, Instant.class, Instant::parse);
        return module;
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> reading) {
        module.addSerializer(type, ToStringSerializer.instance);
        module.addDeserializer(
                type,
                new FromStringDeserializer<T>(type) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected T _deserialize(String text, DeserializationContext context)
                            throws IOException {
                        try {
                            return reading.apply(text);
                        } catch (RuntimeException e) {
                            throw context.weirdStringException(
                                    text, type, String.valueOf(e.getMessage()));
                        }
                    }
                });
    }
}
