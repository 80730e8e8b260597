package io.understudy.node.api;

import io.understudy.node.identity.Purpose;
import io.understudy.node.users.UserFile;
import io.understudy.node.users.UsersJson;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may log in to the page: nodes hand it on to each other, and a person's command to all. */
final class UserRoutes {

    private static final String USERS = "/v1/users";
    private static final Set<Purpose> PEOPLE_AND_NODES = Set.of(Purpose.NODE, Purpose.OPERATOR);
    private static final String GET = "GET";
    private static final String POST = "POST";

    private final Optional<UserFile> users;
    private final Route reading = new Route(GET, PEOPLE_AND_NODES, 0, this::read);
    private final Route offering =
            new Route(POST, PEOPLE_AND_NODES, UsersJson.MOST_BYTES, this::offer);

    UserRoutes(Optional<UserFile> users) {
        this.users = users;
    }

    /** The route of that method; any other gets to know which ones there are. */
    Optional<Route> at(String path, String method) {
        if (!path.equals(USERS) || users.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(method.equals(POST) ? offering : reading);
    }

    /** By a greeting, which is said anyhow, a node that was away sees that it has old ones. */
    String greeting() {
        return users.map(file -> "{\"users\":\"%s\"}".formatted(file.users().stamp())).orElse("{}");
    }

    private Answer read(Question question) {
        return new Answer.Json(200, users.orElseThrow().json());
    }

    private Answer offer(Question question) {
        return switch (users.orElseThrow().offer(question.body())) {
            case UserFile.Taking.Newest(var newest) ->
                    new Answer.Value(Map.of("users", newest.stamp()));
            case UserFile.Taking.Refused(String why) -> new Answer.Said(409, why);
        };
    }
}
