using Attesto.Tests.Shared;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;

namespace Attesto.Database.Benchmarks;

/// <summary>A PostgreSQL of this run with the tables of the template, and a way to fill them that no store would take.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private const string Name = "attesto";
    private const string Hash = "decode(md5(i::text) || md5((-i)::text), 'hex')";

    private readonly PostgresServer _server;
    private readonly DbContextOptions<AttestoDbContext> _options;

    private BenchDatabase(PostgresServer server)
    {
        _server = server;
        _options = new DbContextOptionsBuilder<AttestoDbContext>().UseNpgsql(server.ConnectionString(Name)).Options;
    }

    public static async Task<BenchDatabase> StartAsync()
    {
        var database = new BenchDatabase(await PostgresServer.StartAsync());
        await database._server.CreateDatabaseAsync(Name);
        await using var context = database.Open();
        await context.Database.MigrateAsync();
        return database;
    }

    public AttestoDbContext Open() => new(_options);

    /// <summary>The key of the row with this number, as <see cref="FillAsync"/> wrote it.</summary>
    public static async Task<string> KeyOfAsync(AttestoDbContext context, int row) =>
        await context.Database.SqlQueryRaw<string>("SELECT md5({0}) || md5({1}) AS \"Value\"", $"{row}", $"-{row}").SingleAsync();

    /// <summary>Adds rows to a table: hashes of their numbers, and something where something must be.</summary>
    /// <param name="table">The table's name without prefix.</param>
    /// <param name="first">The number of the first row.</param>
    /// <param name="last">The number of the last.</param>
    /// <param name="expired">Whether they are to be swept.</param>
    public async Task FillAsync(string table, int first, int last, bool expired)
    {
        var name = $"table_prefix_{table}";
        var columns =
            (await _server.ExecuteAsync(Name, $"SELECT column_name || ' ' || is_nullable || ' ' || data_type FROM information_schema.columns WHERE table_name = '{name}'"))
            .Split('\n')
            .Select(line => line.Split(' ', 3))
            .Select(parts => (Name: parts[0], Value: ValueOf(parts[0], parts[1] is "YES", parts[2], expired)))
            .Where(column => column.Value is not null)
            .ToList();

        // One pass over the rows, then one over each index: building them row by row would take an hour.
        var indexes = await _server.ExecuteAsync(Name, $"SELECT indexdef FROM pg_indexes WHERE tablename = '{name}' AND indexname LIKE 'ix_%'");
        await _server.ExecuteAsync(
            Name,
            $"DO $$ DECLARE i record; BEGIN FOR i IN SELECT indexname FROM pg_indexes WHERE tablename = '{name}' AND indexname LIKE 'ix_%' "
            + "LOOP EXECUTE 'DROP INDEX ' || i.indexname; END LOOP; END $$");
        await _server.ExecuteAsync(Name, $"ALTER TABLE {name} DROP CONSTRAINT pk_{name}");
        await _server.ExecuteAsync(
            Name,
            $"INSERT INTO {name} ({string.Join(", ", columns.Select(column => column.Name))}) "
            + $"SELECT {string.Join(", ", columns.Select(column => column.Value))} FROM generate_series({first}, {last}) AS i");
        await _server.ExecuteAsync(Name, $"ALTER TABLE {name} ADD CONSTRAINT pk_{name} PRIMARY KEY ({columns.First(column => column.Name is "hash" or "grant_id").Name})");
        foreach (var index in indexes.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await _server.ExecuteAsync(Name, index);
        }

        await _server.ExecuteAsync(Name, $"VACUUM ANALYZE {name}");
    }

    public Task EmptyAsync(string table) => _server.ExecuteAsync(Name, $"TRUNCATE table_prefix_{table}");

    public async Task<long> CountAsync(string table) =>
        long.Parse(await _server.ExecuteAsync(Name, $"SELECT count(*) FROM table_prefix_{table}"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What tables take on disk with their indexes, in words.</summary>
    public Task<string> SizeAsync(params string[] tables) => _server.ExecuteAsync(
        Name, $"SELECT pg_size_pretty({string.Join(" + ", tables.Select(table => $"pg_total_relation_size('table_prefix_{table}')"))})");

    public async ValueTask DisposeAsync()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
    }

    private static string? ValueOf(string column, bool nullable, string type, bool expired) => column switch
    {
        "hash" or "user_code_hash" or "session_hash" or "subject_hash" => Hash,
        "grant_id" => "md5(i::text)::uuid",
        "subject_key" or "client_key" => "i",
        "expires_at" or "keep_until" or "sweep_at" => $"TIMESTAMPTZ '{(expired ? "2025-01-01" : "2099-01-01")}' + i * INTERVAL '1 millisecond'",
        "approved_at" => "TIMESTAMPTZ '2025-01-01'",
        "resources" or "requested_resources" or "amr" or "parameters" => "'[]'",
        _ when nullable => null,
        _ => type switch
        {
            "bytea" => Hash,
            "timestamp with time zone" => "TIMESTAMPTZ '2025-01-01'",
            "boolean" => "false",
            "integer" => "1",
            _ => $"'{column}-' || i",
        },
    };
}
