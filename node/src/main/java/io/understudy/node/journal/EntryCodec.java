package io.understudy.node.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Function;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * An entry as bytes: JSON, deflated. Safe for any thread.
 *
 * <p>Unlike the API's JSON, nothing is rounded: who decides again must see what was seen.
 */
final class EntryCodec {

    /** Far more than any entry has; what claims more is damaged. */
    private static final int MOST_TEXT = 1 << 20;

    private final ObjectWriter writer;
    private final ObjectReader reader;

    EntryCodec() {
        JsonMapper mapper =
                JsonMapper.builder()
                        .addModule(new Jdk8Module())
                        .addModule(exactTimes())
                        .annotationIntrospector(new CoreNames())
                        .visibility(PropertyAccessor.ALL, Visibility.NONE)
                        .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                        .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
                        .defaultPropertyInclusion(
                                JsonInclude.Value.construct(
                                        JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .build();
        writer = mapper.writerFor(Entry.class);
        reader = mapper.readerFor(Entry.class);
    }

    byte[] bytes(Entry entry) {
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(writer.writeValueAsBytes(entry));
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] part = new byte[4096];
            while (!deflater.finished()) {
                out.write(part, 0, deflater.deflate(part));
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads an entry.
     *
     * @throws UnreadableException when these are whole bytes of something that this version does
     *     not know
     */
    Entry entry(ByteBuffer bytes) throws UnreadableException {
        try {
            Entry entry = read(text(bytes));
            if (entry == null) {
                throw new UnreadableException("it holds nothing");
            }
            return entry;
        } catch (IOException | DataFormatException e) {
            throw new UnreadableException(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Entry read(byte[] text) throws IOException {
        try {
            return reader.readValue(text);
        } catch (JsonProcessingException e) {
            JsonNode tree = reader.readTree(text);
            if (!OlderEntry.complete(tree)) {
                throw e;
            }
            return reader.readValue(tree);
        }
    }

    private static byte[] text(ByteBuffer bytes) throws DataFormatException, UnreadableException {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(bytes.duplicate());
            byte[] text = new byte[8192];
            int length = 0;
            while (!inflater.finished()) {
                int more = inflater.inflate(text, length, text.length - length);
                length += more;
                if (length == text.length && length < MOST_TEXT) {
                    text = Arrays.copyOf(text, 2 * length);
                } else if (more == 0 && !inflater.finished()) {
                    throw new UnreadableException("it is cut off or too long");
                }
            }
            return Arrays.copyOf(text, length);
        }
    }

    /** An entry that was written by a version whose values this one does not know. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String why) {
            super(why);
        }
    }

    private static SimpleModule exactTimes() {
        SimpleModule module = new SimpleModule("exact times");
        text(module, Instant.class, Instant::parse);
        text(module, Duration.class, Duration::parse);
        return module;
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> reading) {
        module.addSerializer(
                type,
                new StdScalarSerializer<T>(type) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
                            throws IOException {
                        out.writeString(value.toString());
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
}
