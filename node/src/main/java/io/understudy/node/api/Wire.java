package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/** The JSON of the API. Safe for any thread. */
public final class Wire {

    private final ObjectMapper mapper;

    /** Reads what another version wrote: what it does not know it passes over. */
    public Wire() {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(16)
                                        .maxStringLength(1 << 16)
                                        .maxNumberLength(20)
                                        .build())
                        .build();
        mapper =
                JsonMapper.builder(factory)
                        .addModule(new Jdk8Module())
                        .addModule(scalars())
                        .addMixIn(Command.class, CommandNames.class)
                        .addMixIn(Outcome.class, OutcomeNames.class)
                        .defaultPropertyInclusion(
                                JsonInclude.Value.construct(
                                        JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .build();
    }

    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For people: indented. */
    public String writeIndented(Object value) {
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one value.
     *
     * @throws MalformedException when it is not what was expected
     */
    public <T> T read(String json, Class<T> type) throws MalformedException {
        try {
            T value = mapper.readValue(json, type);
            if (value == null) {
                throw new MalformedException("needed a JSON object, found null");
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedException(e.getOriginalMessage());
        }
    }

    /** What came over the wire was not what it was to be; the message says what was wrong. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Command.Switchover.class, name = "switchover"),
        @JsonSubTypes.Type(value = Command.Failover.class, name = "failover"),
        @JsonSubTypes.Type(value = Command.Pause.class, name = "pause"),
        @JsonSubTypes.Type(value = Command.Resume.class, name = "resume"),
        @JsonSubTypes.Type(value = Command.Rejoin.class, name = "rejoin"),
        @JsonSubTypes.Type(value = Command.Leave.class, name = "leave")
    })
    private interface CommandNames {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Outcome.Done.class, name = "done"),
        @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused"),
        @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed"),
        @JsonSubTypes.Type(value = Outcome.NotYet.class, name = "not-yet"),
        @JsonSubTypes.Type(value = Outcome.Unknown.class, name = "unknown")
    })
    private interface OutcomeNames {}

    private static SimpleModule scalars() {
        SimpleModule module = new SimpleModule("understudy");
        text(module, NodeId.class, NodeId::name, NodeId::new);
        text(module, LogPosition.class, LogPosition::toString, LogPosition::parse);
        text(module, Instant.class, Instant::toString, Instant::parse);
        text(
                module,
                Role.class,
                role -> role.name().toLowerCase(Locale.ROOT),
                word -> Role.valueOf(word.toUpperCase(Locale.ROOT)));
        text(
                module,
                ArbiterReport.Place.class,
                place -> place.name().toLowerCase(Locale.ROOT),
                word -> ArbiterReport.Place.valueOf(word.toUpperCase(Locale.ROOT)));
        number(module, Epoch.class, Epoch::number, Epoch::new);
        number(module, Duration.class, Duration::toMillis, Duration::ofMillis);
        return module;
    }

    private static <T> void text(
            SimpleModule module,
            Class<T> type,
            Function<T, String> writing,
            Function<String, T> reading) {
        module.addSerializer(
                type,
                new StdScalarSerializer<T>(type) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
                            throws IOException {
                        out.writeString(writing.apply(value));
                    }
                });
        module.addDeserializer(
                type,
                new StdScalarDeserializer<T>(type) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public T deserialize(JsonParser in, DeserializationContext context)
                            throws IOException {
                        String word = in.getValueAsString("");
                        try {
                            return reading.apply(word);
                        } catch (RuntimeException e) {
                            throw context.weirdStringException(
                                    word, type, String.valueOf(e.getMessage()));
                        }
                    }
                });
    }

    private static <T> void number(
            SimpleModule module,
            Class<T> type,
            Function<T, Long> writing,
            Function<Long, T> reading) {
        module.addSerializer(
                type,
                new StdScalarSerializer<T>(type) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
                            throws IOException {
                        out.writeNumber(writing.apply(value));
                    }
                });
        module.addDeserializer(
                type,
                new StdScalarDeserializer<T>(type) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public T deserialize(JsonParser in, DeserializationContext context)
                            throws IOException {
                        long number = in.getLongValue();
                        try {
                            return reading.apply(number);
                        } catch (RuntimeException e) {
                            throw context.weirdNumberException(
                                    number, type, String.valueOf(e.getMessage()));
                        }
                    }
                });
    }
}
