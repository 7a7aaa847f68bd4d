using System.Security.Cryptography;
using Attesto.EntityFrameworkCore;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Attesto.Database.Benchmarks;

/// <summary>Clients in bulk, in the rows that <see cref="EfClientRegistry{TContext}"/> would have written.</summary>
internal static class ClientRows
{
    private static readonly TokenHash Place = EfClientRegistry<AttestoDbContext>.Place;

    /// <summary>Adds clients, with the numbers after those that are there.</summary>
    public static async Task AddClientsAsync(this BenchDatabase database, IEnumerable<Client> clients)
    {
        await using var context = database.Open();
        await context.Database.OpenConnectionAsync();
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var number = await context.Set<ClientRow>().MaxAsync(row => (long?)row.Number) ?? 0;
        foreach (var some in clients.Chunk(50_000))
        {
            await CopyAsync(connection, some, number);
            number += some.Length;
        }

        await context.TryInsertAsync(new ChangeRow { Hash = Place }, default);
        await context.Set<ChangeRow>().Where(row => row.Hash == Place).ExecuteUpdateAsync(row => row.SetProperty(row => row.Number, number));
        await context.Database.ExecuteSqlRawAsync("VACUUM ANALYZE table_prefix_clients, table_prefix_client_words");
    }

    private static async Task CopyAsync(NpgsqlConnection connection, Client[] clients, long there)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await using (var rows = await connection.BeginBinaryImportAsync(
            "COPY table_prefix_clients (hash, client_id, document, number, version, created_at, changed_at) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var client in clients)
            {
                await rows.StartRowAsync();
                await rows.WriteAsync(Convert.FromHexString(TokenHash.Of(client.Id).Value));
                await rows.WriteAsync(client.Id);
                await rows.WriteAsync(ClientDocument.Write(client));
                await rows.WriteAsync(++there);
                await rows.WriteAsync(new Guid(RandomNumberGenerator.GetBytes(16)));
                await rows.WriteAsync(now);
                await rows.WriteAsync(now);
            }

            await rows.CompleteAsync();
        }

        await using var words = await connection.BeginBinaryImportAsync("COPY table_prefix_client_words (word_key, client_hash) FROM STDIN (FORMAT BINARY)");
        foreach (var word in clients.SelectMany(ClientWordRow.Of))
        {
            await words.StartRowAsync();
            await words.WriteAsync(word.WordKey);
            await words.WriteAsync(Convert.FromHexString(word.ClientHash.Value));
        }

        await words.CompleteAsync();
    }
}
