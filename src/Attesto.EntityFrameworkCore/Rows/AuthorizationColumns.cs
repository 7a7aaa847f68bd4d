using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Attesto.EntityFrameworkCore;

/// <summary>The columns of an <see cref="Authorization"/>: codes, device codes and grants carry the same ones.</summary>
internal abstract class AuthorizationColumns
{
    [MaxLength(Lengths.ClientId)]
    public string ClientId { get; set; } = "";

    [MaxLength(Lengths.Subject)]
    public string Subject { get; set; } = "";

    public long SubjectKey { get; set; }

    public long ClientKey { get; set; }

    public long? SessionKey { get; set; }

    public string Scope { get; set; } = "";

    public string Resources { get; set; } = "[]";

    public Guid GrantId { get; set; }

    public DateTime? AuthTime { get; set; }

    public string? Acr { get; set; }

    public string Amr { get; set; } = "[]";

    public string? SessionId { get; set; }

    [MaxLength(Lengths.Identifier)]
    public string? SecurityStamp { get; set; }

    public string? Claims { get; set; }

    protected void Set(Authorization authorization)
    {
        ClientId = authorization.ClientId;
        Subject = authorization.Subject;
        (SubjectKey, ClientKey, SessionKey) = (LookupKey.Of(Subject), LookupKey.Of(ClientId), LookupKey.OfOptional(authorization.SessionId));
        Scope = authorization.Scope.ToString();
        Resources = ToJson(authorization.Resources);
        GrantId = authorization.GrantId.Value;
        AuthTime = authorization.AuthTime?.UtcDateTime;
        Acr = authorization.Acr;
        Amr = ToJson(authorization.Amr);
        SessionId = authorization.SessionId;
        SecurityStamp = authorization.SecurityStamp;
        Claims = authorization.Claims;
    }

    protected Authorization ToAuthorization() => new()
    {
        ClientId = ClientId,
        Subject = Subject,
        Scope = ToScope(Scope),
        Resources = FromJson(Resources),
        GrantId = new GrantId(GrantId),
        AuthTime = ToInstant(AuthTime),
        Acr = Acr,
        Amr = FromJson(Amr),
        SessionId = SessionId,
        SecurityStamp = SecurityStamp,
        Claims = Claims,
    };

    // What was stored was well formed; the order is kept.
    protected static ScopeSet ToScope(string text) =>
        ScopeSet.TryParse(text, out var scope) ? scope : ScopeSet.Of(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    protected static DateTimeOffset? ToInstant(DateTime? value) => value is { } at ? new DateTimeOffset(at) : null;

    protected static string ToJson(ImmutableArray<string> values) => JsonSerializer.Serialize(values);

    protected static ImmutableArray<string> FromJson(string json) => json is "[]" ? [] : JsonSerializer.Deserialize<ImmutableArray<string>>(json);
}
