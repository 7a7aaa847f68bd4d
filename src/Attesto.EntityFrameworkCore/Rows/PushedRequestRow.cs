using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class PushedRequestRow
{
    public TokenHash Hash { get; set; }

    [MaxLength(Lengths.ClientId)]
    public string ClientId { get; set; } = "";

    /// <summary>A JSON array of [name, value]: order and repetitions count.</summary>
    public string Parameters { get; set; } = "[]";

    [MaxLength(Lengths.Identifier)]
    public string? DpopJkt { get; set; }

    public string? Judged { get; set; }

    public string? Answer { get; set; }

    public DateTime ExpiresAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables) =>
        model.AddTable<PushedRequestRow>(tables.Of("pushed_requests"), row => row.Hash).AddIndex(row => row.ExpiresAt);

    public static PushedRequestRow From(PushedRequest request) => new()
    {
        Hash = request.Hash,
        ClientId = request.ClientId,
        Parameters = JsonSerializer.Serialize(request.Parameters.Select(pair => new[] { pair.Key, pair.Value })),
        DpopJkt = request.DpopJkt,
        Judged = request.Judged,
        Answer = request.Answer,
        ExpiresAt = request.ExpiresAt.UtcDateTime,
    };

    public PushedRequest ToRequest() => new()
    {
        Hash = Hash,
        ClientId = ClientId,
        Parameters = new RequestParameters(JsonSerializer.Deserialize<List<string[]>>(Parameters)!.Select(pair => KeyValuePair.Create(pair[0], pair[1]))),
        DpopJkt = DpopJkt,
        Judged = Judged,
        Answer = Answer,
        ExpiresAt = new DateTimeOffset(ExpiresAt),
    };
}
