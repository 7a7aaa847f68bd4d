namespace Attesto.Tests.Grants;

/// <summary>What a family of refresh tokens does, said as simply as it can be said: one request after the other.</summary>
internal sealed class FamilyModel(TimeSpan grace, TimeSpan lifetime)
{
    private readonly List<Token> _tokens = [];

    public bool IsRevoked { get; private set; }

    public IReadOnlyList<string> Texts => [.. _tokens.Select(token => token.Text)];

    public void Begin(string text, string scope, DateTimeOffset now) => _tokens.Add(new Token(text, scope, now + lifetime));

    public void Revoke() => IsRevoked = true;

    /// <summary>What the server must answer: an error code, the text of a known token, or null for one that is new.</summary>
    public (string? Error, string? Same) Expect(string text, bool owner, string? scope, DateTimeOffset now)
    {
        var token = _tokens.Find(token => token.Text == text)!;
        if (IsRevoked)
        {
            return ("invalid_grant", null);
        }

        var within = scope is null || scope.Split(' ').All(token.Scope.Split(' ').Contains);
        if (token.RotatedAt is not { } rotatedAt)
        {
            return (now < token.ExpiresAt && owner ? within ? null : "invalid_scope" : "invalid_grant", null);
        }

        var successor = _tokens.Find(next => next.Text == token.Successor)!;
        if (owner && within && now - rotatedAt <= grace && successor.RotatedAt is null && (scope ?? token.Scope) == successor.Scope)
        {
            return (null, successor.Text);
        }

        IsRevoked = true;
        return ("invalid_grant", null);
    }

    public void Rotated(string text, string successor, string? scope, DateTimeOffset now)
    {
        var token = _tokens.Find(token => token.Text == text)!;
        token.RotatedAt = now;
        token.Successor = successor;
        _tokens.Add(new Token(successor, scope ?? token.Scope, now + lifetime));
    }

    private sealed class Token(string text, string scope, DateTimeOffset expiresAt)
    {
        public string Text { get; } = text;

        public string Scope { get; } = scope;

        public DateTimeOffset ExpiresAt { get; } = expiresAt;

        public DateTimeOffset? RotatedAt { get; set; }

        public string? Successor { get; set; }
    }
}
