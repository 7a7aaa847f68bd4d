namespace Attesto.Tests.Grants;

/// <summary>What the refresh tokens of a grant do, said as simply as it can be said: one request after the other.</summary>
internal sealed class GrantModel(TimeSpan grace, TimeSpan lifetime)
{
    private readonly List<string> _tokens = [];
    private DateTimeOffset _expiresAt;
    private DateTimeOffset _rotatedAt;

    public bool IsRevoked { get; private set; }

    /// <summary>Every token there was, the newest last.</summary>
    public IReadOnlyList<string> Texts => _tokens;

    public void Add(string text, DateTimeOffset now)
    {
        _tokens.Add(text);
        (_rotatedAt, _expiresAt) = (now, now + lifetime);
    }

    public void Revoke() => IsRevoked = true;

    /// <summary>What the server must answer: an error code, the text of a known token, or neither for a new one.</summary>
    public (string? Error, string? Same) Expect(string text, bool owner, bool within, DateTimeOffset now)
    {
        if (IsRevoked)
        {
            return ("invalid_grant", null);
        }

        switch (_tokens.Count - 1 - _tokens.IndexOf(text))
        {
            case 0:
                return (owner && now < _expiresAt ? within ? null : "invalid_scope" : "invalid_grant", null);
            case 1 when owner && now - _rotatedAt <= grace:
                return within ? (null, _tokens[^1]) : ("invalid_scope", null);
            default:
                IsRevoked = true;
                return ("invalid_grant", null);
        }
    }
}
