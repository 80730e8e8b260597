package io.understudy.node.users;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/** The users as a text: on disk, and between nodes. */
public final class UsersJson {

    /** More than all users that there may be take. */
    public static final int MOST_BYTES = 120 << 10;

    private final ObjectMapper mapper =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(8)
                                                    .maxStringLength(1024)
                                                    .build())
                                    .build())
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .build();

    public String write(Users users) {
        try {
            return mapper.writeValueAsString(users);
        } catch (JacksonException e) {
            throw new IllegalStateException("users can always be written", e);
        }
    }

    /** Empty where it is none. */
    public Optional<Users> read(String json) {
        try {
            return Optional.ofNullable(mapper.readValue(json, Users.class));
        } catch (JacksonException | RuntimeException _) {
            return Optional.empty();
        }
    }
}
