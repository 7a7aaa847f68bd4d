using System.Text.Json;
using Attesto.Logout;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class LogoutSessionRow
{
    /// <summary>Of client, subject and session together.</summary>
    public string Hash { get; set; } = "";

    public string? SessionHash { get; set; }

    public string SubjectHash { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string Subject { get; set; } = "";

    public string? SessionId { get; set; }

    public DateTime ExpiresAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<LogoutSessionRow>(tables.Of("logout_sessions"), row => row.Hash);
        row.AddIndex(row => row.SessionHash);
        row.AddIndex(row => row.SubjectHash);
        row.AddIndex(row => row.ExpiresAt);
    }

    public static LogoutSessionRow From(LogoutSession session) => new()
    {
        Hash = TokenHash.Of(JsonSerializer.Serialize(new[] { session.ClientId, session.Subject, session.SessionId })).Value,
        SessionHash = session.SessionId is null ? null : TokenHash.Of(session.SessionId).Value,
        SubjectHash = TokenHash.Of(session.Subject).Value,
        ClientId = session.ClientId,
        Subject = session.Subject,
        SessionId = session.SessionId,
        ExpiresAt = session.ExpiresAt.UtcDateTime,
    };

    public LogoutSession ToSession() => new(ClientId, Subject, SessionId, new DateTimeOffset(ExpiresAt));
}
