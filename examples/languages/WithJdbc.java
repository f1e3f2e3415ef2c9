import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Three ways to withdraw, with JDBC: BEGIN goes with the first statement, and a statement becomes a named one at its fifth use. */
public class WithJdbc {
  static final int CONNECTIONS = 4;
  static final Pattern AMOUNT = Pattern.compile("\"amount\":(\\d+)");
  static final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

  /** Returns whether the money was there. */
  interface Way {
    boolean withdraw(Connection connection, int amount) throws SQLException;
  }

  public static void main(String[] arguments) throws Exception {
    for (int made = 0; made < CONNECTIONS; made++) connections.add(connect());
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
    server.setExecutor(Executors.newFixedThreadPool(CONNECTIONS));
    server.createContext("/health", exchange -> answer(exchange, 200, "{\"ok\":true}"));
    server.createContext("/naive", post((connection, amount) -> withdraw(connection, amount, "")));
    server.createContext("/transaction", post((connection, amount) -> inTransaction(connection, amount, "")));
    server.createContext("/for-update", post((connection, amount) -> inTransaction(connection, amount, "for update")));
    server.start();
  }

  static Connection connect() throws SQLException {
    String place = System.getenv("PGHOST") + ":" + System.getenv("PGPORT") + "/" + System.getenv("PGDATABASE");
    return DriverManager.getConnection("jdbc:postgresql://" + place, System.getenv("PGUSER"), System.getenv("PGPASSWORD"));
  }

  static boolean withdraw(Connection connection, int amount, String how) throws SQLException {
    int balance;
    try (PreparedStatement select = connection.prepareStatement("select balance from account where id = ? " + how)) {
      select.setInt(1, 1);
      ResultSet rows = select.executeQuery();
      rows.next();
      balance = rows.getInt(1);
    }
    if (balance < amount) return false;
    try (PreparedStatement update = connection.prepareStatement("update account set balance = ? where id = ?")) {
      update.setInt(1, balance - amount);
      update.setInt(2, 1);
      update.executeUpdate();
    }
    return true;
  }

  static boolean inTransaction(Connection connection, int amount, String how) throws SQLException {
    connection.setAutoCommit(false);
    try {
      boolean isDone = withdraw(connection, amount, how);
      if (isDone) connection.commit();
      return isDone;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  static HttpHandler post(Way way) {
    return exchange -> {
      Matcher amount = AMOUNT.matcher(new String(exchange.getRequestBody().readAllBytes()));
      amount.find();
      try {
        Connection connection = connections.take();
        try {
          boolean isDone = way.withdraw(connection, Integer.parseInt(amount.group(1)));
          answer(exchange, isDone ? 200 : 409, "{\"done\":" + isDone + "}");
        } finally {
          connections.add(connection);
        }
      } catch (SQLException | InterruptedException error) {
        answer(exchange, 500, "{}");
      }
    };
  }

  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(status, body.length());
    exchange.getResponseBody().write(body.getBytes());
    exchange.close();
  }
}
