using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class ClientRow
{
    /// <summary>Of the client identifier.</summary>
    public TokenHash Hash { get; set; }

    [MaxLength(Lengths.ClientId)]
    public string ClientId { get; set; } = "";

    /// <summary>Every member of the client.</summary>
    public string Document { get; set; } = "";

    /// <summary>By which clients are listed.</summary>
    public long Number { get; set; }

    public Guid Version { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime ChangedAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables) =>
        model.AddTable<ClientRow>(tables.Of("clients"), row => row.Hash).AddIndex(row => row.Number).IsUnique();

    public ListedClient ToListed()
    {
        var client = ClientDocument.Read(ClientId, Document);
        return new(ClientId, ClientOrigin.Host, client.Name, client.IsPublic, client.IsRevoked, new DateTimeOffset(CreatedAt), new DateTimeOffset(ChangedAt), null);
    }

    public RegisteredHostClient ToClient() =>
        new(ClientDocument.Read(ClientId, Document), Number, Version, new DateTimeOffset(CreatedAt), new DateTimeOffset(ChangedAt));
}
