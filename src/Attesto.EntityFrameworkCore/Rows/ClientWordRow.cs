using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>A beginning by which a client of the host's own is found: of its identifier, of a name, or of a word inside either.</summary>
internal sealed class ClientWordRow
{
    private const int MostOfText = 8;
    private const int MostOfClient = 32;

    [MaxLength(SearchKey.MaxLength)]
    public string WordKey { get; set; } = "";

    public TokenHash ClientHash { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables) =>
        model.AddTable<ClientWordRow>(tables.Of("client_words"), row => row.WordKey).AddIndex(row => row.ClientHash);

    public static IEnumerable<ClientWordRow> Of(Client client)
    {
        var hash = TokenHash.Of(client.Id);
        return new[] { client.Id, client.Name ?? "" }.Concat(client.LocalizedNames.Values)
            .Where(text => text.Length > 0)
            .SelectMany(text => SearchKey.OfWords(text, hash, MostOfText))
            .Distinct(StringComparer.Ordinal)
            .Take(MostOfClient)
            .Select(key => new ClientWordRow { WordKey = key, ClientHash = hash });
    }
}
