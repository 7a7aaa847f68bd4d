using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class LogoutNoticeRow
{
    public Guid Id { get; set; }

    [MaxLength(Lengths.ClientId)]
    public string ClientId { get; set; } = "";

    [MaxLength(Lengths.Subject)]
    public string Subject { get; set; } = "";

    public string? SessionId { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>From when on a node may take it.</summary>
    public DateTime DueAt { get; set; }

    public int Attempts { get; set; }

    public DateTime ExpiresAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<LogoutNoticeRow>(tables.Of("logout_notices"), row => row.Id);
        row.AddIndex(row => row.DueAt);
        row.AddIndex(row => row.ExpiresAt);
    }

    public static LogoutNoticeRow For(LogoutSession session, DateTime now) => new()
    {
        Id = Guid.CreateVersion7(),
        ClientId = session.ClientId,
        Subject = session.Subject,
        SessionId = session.SessionId,
        CreatedAt = now,
        DueAt = now,
        ExpiresAt = now + LogoutNotice.Lifetime,
    };

    public LogoutNotice ToNotice() => new(Id, ClientId, Subject, SessionId, new DateTimeOffset(CreatedAt), Attempts + 1);
}
