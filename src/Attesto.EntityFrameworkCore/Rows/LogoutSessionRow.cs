using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class LogoutSessionRow
{
    /// <summary>Of client, subject and session together.</summary>
    public TokenHash Hash { get; set; }

    public TokenHash? SessionHash { get; set; }

    /// <summary>Tells subjects apart that a collation takes for equal.</summary>
    public TokenHash SubjectHash { get; set; }

    [MaxLength(Lengths.ClientId)]
    public string ClientId { get; set; } = "";

    [MaxLength(Lengths.Subject)]
    public string Subject { get; set; } = "";

    public string? SessionId { get; set; }

    [MaxLength(Lengths.Subject)]
    public string? HostSubject { get; set; }

    public long? HostSubjectKey { get; set; }

    public long ClientKey { get; set; }

    public DateTime ExpiresAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<LogoutSessionRow>(tables.Of("logout_sessions"), row => row.Hash);
        row.AddIndex(row => row.SessionHash);
        row.AddIndex(row => row.Subject);
        row.AddIndex(row => row.HostSubject);
        row.AddIndex(row => row.ClientKey);
        row.AddIndex(row => row.ExpiresAt);
    }

    public static LogoutSessionRow From(LogoutSession session) => new()
    {
        Hash = TokenHash.Of(JsonSerializer.Serialize(new[] { session.ClientId, session.Subject, session.SessionId })),
        SessionHash = session.SessionId is null ? null : TokenHash.Of(session.SessionId),
        SubjectHash = TokenHash.Of(session.Subject),
        ClientId = session.ClientId,
        Subject = session.Subject,
        SessionId = session.SessionId,
        HostSubject = session.HostSubject,
        HostSubjectKey = LookupKey.OfOptional(session.HostSubject),
        ClientKey = LookupKey.Of(session.ClientId),
        ExpiresAt = session.ExpiresAt.UtcDateTime,
    };

    public LogoutSession ToSession() => new(ClientId, Subject, SessionId, new DateTimeOffset(ExpiresAt)) { HostSubject = HostSubject };
}
