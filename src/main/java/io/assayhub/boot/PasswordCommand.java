package io.assayhub.boot;

import io.assayhub.config.PasswordHash;
import io.assayhub.config.Role;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the line of an account that may open the console; the hub keeps nothing but a hash of the password. */
@Command(
        name = "password",
        mixinStandardHelpOptions = true,
        description = {
            "Make an account for the console.",
            "Asks for the password without showing it, or reads a line from standard input; prints the line for hub.yaml."
        })
public final class PasswordCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "the person's name, under which decisions are recorded")
    private String name;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "viewer",
            split = ",",
            description = "viewer, unblinded-viewer, operator, administrator; may be repeated (default: viewer)")
    private String[] roles;

    @Option(names = "--stdin", description = "read the password from standard input, also at a terminal")
    private boolean stdin;

    @Override
    public Integer call() throws IOException {
        if (!Role.byText().keySet().containsAll(Arrays.asList(roles))) {
            System.err.println(
                    "A role has to be one of " + String.join(", ", Role.byText().keySet()) + ".");
            return 1;
        }
        char[] password = read();
        try {
            if (password.length < PasswordHash.SHORTEST) {
                System.err.println("The password has to have at least " + PasswordHash.SHORTEST + " characters.");
                return 1;
            }
            byte[] salt = new byte[PasswordHash.SALT];
            new SecureRandom().nextBytes(salt);
            System.out.println("Line for access.accounts in hub.yaml:");
            System.out.println("  - { name: '" + name.replace("'", "''") + "', password: '"
                    + PasswordHash.of(password, salt) + "', roles: [" + String.join(", ", roles) + "] }");
            return 0;
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /** Newer Javas have a console even where there is no terminal: {@code --stdin} says it for them. */
    @SuppressWarnings("SystemConsoleNull")
    private char[] read() throws IOException {
        Console console = stdin ? null : System.console();
        if (console != null) {
            char[] first = console.readPassword("Password: ");
            char[] again = console.readPassword("Again: ");
            return first != null && Arrays.equals(first, again) ? first : new char[0];
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        return line == null ? new char[0] : line.toCharArray();
    }
}
