using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class EventRow
{
    private const int TextLength = 256;

    public Guid Id { get; set; }

    public DateTime OccurredAt { get; set; }

    [MaxLength(Lengths.Identifier)]
    public string Name { get; set; } = "";

    [MaxLength(Lengths.ClientId)]
    public string? ClientId { get; set; }

    public long? ClientKey { get; set; }

    [MaxLength(Lengths.Subject)]
    public string? Subject { get; set; }

    public long? SubjectKey { get; set; }

    [MaxLength(Lengths.Subject)]
    public string? Actor { get; set; }

    public long? ActorKey { get; set; }

    public string? Scope { get; set; }

    [MaxLength(TextLength)]
    public string? GrantType { get; set; }

    [MaxLength(TextLength)]
    public string? Outcome { get; set; }

    [MaxLength(TextLength)]
    public string? Reason { get; set; }

    [MaxLength(Lengths.Identifier)]
    public string? ClientIp { get; set; }

    /// <summary>A JSON object.</summary>
    public string? Details { get; set; }

    // Each index has the time as well: a page is the end of one stretch of it.
    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<EventRow>(tables.Of("events"), row => row.Id);
        row.AddIndex(row => row.OccurredAt);
        row.AddIndex(row => row.Name, row => row.OccurredAt);
        row.AddIndex(row => row.ClientKey, row => row.OccurredAt);
        row.AddIndex(row => row.SubjectKey, row => row.OccurredAt);
        row.AddIndex(row => row.ActorKey, row => row.OccurredAt);
    }

    public static EventRow From(StoredEvent told) => new()
    {
        Id = told.Id,
        OccurredAt = told.At.UtcDateTime,
        Name = told.Name,
        ClientId = told.ClientId,
        ClientKey = LookupKey.OfOptional(told.ClientId),
        Subject = told.Subject,
        SubjectKey = LookupKey.OfOptional(told.Subject),
        Actor = told.Actor,
        ActorKey = LookupKey.OfOptional(told.Actor),
        Scope = told.Scope,
        GrantType = told.GrantType,
        Outcome = told.Result,
        Reason = told.Reason,
        ClientIp = told.ClientIp,
        Details = told.Details,
    };

    public StoredEvent ToEvent() => new()
    {
        Id = Id,
        At = new DateTimeOffset(OccurredAt),
        Name = Name,
        ClientId = ClientId,
        Subject = Subject,
        Actor = Actor,
        Scope = Scope,
        GrantType = GrantType,
        Result = Outcome,
        Reason = Reason,
        ClientIp = ClientIp,
        Details = Details,
    };
}
