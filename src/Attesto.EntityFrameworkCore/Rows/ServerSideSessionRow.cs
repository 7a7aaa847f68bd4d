using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class ServerSideSessionRow
{
    public TokenHash Hash { get; set; }

    public TokenHash? SessionHash { get; set; }

    public string? SessionId { get; set; }

    /// <summary>Tells subjects apart that a collation takes for equal.</summary>
    public TokenHash SubjectHash { get; set; }

    [MaxLength(Lengths.Subject)]
    public string Subject { get; set; } = "";

    public DateTime? BeganAt { get; set; }

    public DateTime ExpiresAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<ServerSideSessionRow>(tables.Of("sessions"), row => row.Hash);
        row.AddIndex(row => row.SessionHash);
        row.AddIndex(row => row.Subject);
        row.AddIndex(row => row.ExpiresAt);
    }

    public static ServerSideSessionRow From(ServerSideSession session) => new()
    {
        Hash = session.Hash,
        SessionHash = session.SessionId is null ? null : TokenHash.Of(session.SessionId),
        SessionId = session.SessionId,
        SubjectHash = TokenHash.Of(session.Subject),
        Subject = session.Subject,
        BeganAt = session.BeganAt?.UtcDateTime,
        ExpiresAt = session.ExpiresAt.UtcDateTime,
    };

    public ServerSideSession ToSession() => new(Hash, Subject, SessionId, new DateTimeOffset(ExpiresAt)) { BeganAt = BeganAt is { } at ? new DateTimeOffset(at) : null };
}
