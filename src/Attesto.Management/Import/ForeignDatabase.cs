using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Attesto.Management;

/// <summary>The database of another server. Nothing is ever written there: SQLite and PostgreSQL are told so, too.</summary>
internal sealed class ForeignDatabase : IAsyncDisposable
{
    /// <summary>The names of the databases that can be read.</summary>
    public static readonly string[] Providers = [Sqlite, SqlServer, Postgres];

    private const string Sqlite = "sqlite";
    private const string SqlServer = "sqlserver";
    private const string Postgres = "postgres";

    private readonly DbConnection _connection;
    private readonly string? _schema;

    private ForeignDatabase(DbConnection connection, string? schema) => (_connection, _schema) = (connection, schema);

    /// <summary>The database of an EF Core provider, such as the one that this host has.</summary>
    /// <param name="efCore">The provider's name, or null.</param>
    /// <returns>One of <see cref="Providers"/>, or null for another one.</returns>
    public static string? ProviderOf(string? efCore) =>
        efCore is null ? null :
        efCore.EndsWith(".Sqlite", StringComparison.Ordinal) ? Sqlite :
        efCore.EndsWith(".SqlServer", StringComparison.Ordinal) ? SqlServer :
        efCore.EndsWith(".PostgreSQL", StringComparison.Ordinal) ? Postgres :
        null;

    /// <summary>Opens a database.</summary>
    /// <param name="provider">One of <see cref="Providers"/>.</param>
    /// <param name="connectionString">How to reach it.</param>
    /// <param name="schema">The schema of its tables; null for the default one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ForeignDatabaseException">It cannot be opened, or this host has no driver for it; the message says which.</exception>
    public static async Task<ForeignDatabase> OpenAsync(string provider, string connectionString, string? schema, CancellationToken cancellationToken)
    {
        var (driver, package) = provider switch
        {
            SqlServer => ("Microsoft.Data.SqlClient.SqlConnection", "Microsoft.Data.SqlClient"),
            Postgres => ("Npgsql.NpgsqlConnection", "Npgsql"),
            _ => ("Microsoft.Data.Sqlite.SqliteConnection", "Microsoft.Data.Sqlite"),
        };
        var type = Type.GetType($"{driver}, {package}") ?? throw new ForeignDatabaseException(
            $"This host has no driver for {provider}: add the package {package} to it, or run the import in a host that has it.");
        var connection = (DbConnection)Activator.CreateInstance(type)!;
        try
        {
            connection.ConnectionString = ReadOnly(provider, connectionString);
            await connection.OpenAsync(cancellationToken);
            if (provider is Postgres)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return new ForeignDatabase(connection, schema);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await connection.DisposeAsync();
            throw new ForeignDatabaseException($"The database to import from cannot be opened: {fault.Message}", fault);
        }
    }

    /// <summary>Reads a table, one row after the other.</summary>
    /// <exception cref="ForeignDatabaseException">There is no such table, or it cannot be read.</exception>
    public async IAsyncEnumerable<ForeignRow> ReadAsync(string table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {(_schema is null ? "" : $"{Quote(_schema)}.")}{Quote(table)}"; // every column: versions of the schema differ
        await using var reader = await Explain(table, () => command.ExecuteReaderAsync(cancellationToken));
        while (await Explain(table, () => reader.ReadAsync(cancellationToken)))
        {
            yield return new ForeignRow(reader);
        }
    }

    /// <summary>Reads a small table as a whole, by one of its columns.</summary>
    public async Task<ILookup<string, ForeignRow>> ReadByAsync(string table, string column, CancellationToken cancellationToken)
    {
        var rows = new List<ForeignRow>();
        await foreach (var row in ReadAsync(table, cancellationToken))
        {
            rows.Add(row);
        }

        return rows.ToLookup(row => row.Text(column) ?? "", StringComparer.Ordinal);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static string ReadOnly(string provider, string connectionString)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (provider is Sqlite && !builder.ContainsKey("Mode"))
        {
            builder["Mode"] = "ReadOnly";
        }

        return builder.ConnectionString;
    }

    private static async Task<T> Explain<T>(string table, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (DbException fault)
        {
            throw new ForeignDatabaseException(
                $"The table {table} of the database to import from cannot be read: {fault.Message.TrimEnd('.')}. Is it a database of that server, and does --schema "
                    + "name its schema?",
                fault);
        }
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
