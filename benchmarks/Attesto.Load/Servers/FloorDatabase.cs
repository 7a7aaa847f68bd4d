using System.Security.Cryptography;
using Npgsql;

namespace Attesto.Load;

/// <summary>What no server that keeps its grants in PostgreSQL can do without: a row read and the same row changed, each by its key, by the bare driver.</summary>
internal sealed class FloorDatabase : IAsyncDisposable
{
    private const int Rows = 96;
    private const int Bytes = 32;
    private const int Text = 300; // characters, about what a grant has in its other columns

    private readonly NpgsqlDataSource _source;
    private readonly Guid[] _ids = [.. Enumerable.Range(0, Rows).Select(_ => Guid.NewGuid())];
    private int _next;

    private FloorDatabase(string connectionString) => _source = NpgsqlDataSource.Create(connectionString);

    public static async Task<FloorDatabase> CreateAsync(string connectionString)
    {
        var database = new FloorDatabase(connectionString);
        await database.ExecuteAsync("CREATE TABLE grants (id uuid PRIMARY KEY, generation integer NOT NULL, hash bytea NOT NULL, rest text NOT NULL) WITH (fillfactor = 70)");
        foreach (var id in database._ids)
        {
            await database.ExecuteAsync(
                "INSERT INTO grants VALUES ($1, 0, $2, $3)",
                new NpgsqlParameter<Guid> { TypedValue = id },
                new NpgsqlParameter<byte[]> { TypedValue = new byte[Bytes] },
                new NpgsqlParameter<string> { TypedValue = new string('x', Text) });
        }

        return database;
    }

    public async Task ReadAndChangeAsync()
    {
        var id = _ids[Interlocked.Increment(ref _next) % Rows];
        int generation;
        await using (var read = _source.CreateCommand("SELECT id, generation, hash, rest FROM grants WHERE id = $1"))
        {
            read.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            await using var reader = await read.ExecuteReaderAsync();
            await reader.ReadAsync();
            (generation, _, _) = (reader.GetInt32(1), reader.GetFieldValue<byte[]>(2), reader.GetString(3));
        }

        await ExecuteAsync(
            "UPDATE grants SET generation = $2, hash = $3 WHERE id = $1 AND generation <= $2",
            new NpgsqlParameter<Guid> { TypedValue = id },
            new NpgsqlParameter<int> { TypedValue = generation + 1 },
            new NpgsqlParameter<byte[]> { TypedValue = RandomNumberGenerator.GetBytes(Bytes) });
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task ExecuteAsync(string text, params NpgsqlParameter[] parameters)
    {
        await using var command = _source.CreateCommand(text);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync();
    }
}
