using System.Collections.Immutable;
using System.Text.Json;

namespace Attesto.Jose;

/// <summary>What one kind of JWT must be, apart from its signature (RFC 8725 §3.11, §3.12): two kinds never pass for each other.</summary>
internal sealed record JwtProfile
{
    /// <summary>The media types of which <c>typ</c> must be one (RFC 7515 §4.1.9); empty takes any.</summary>
    public required ImmutableArray<string> Types { get; init; }

    /// <summary>Whether the <c>typ</c> must be spelled like this, as its specification has it or as we write it ourselves.</summary>
    public bool HasExactType { get; init; }

    /// <summary>Whether the <c>typ</c> may be missing.</summary>
    public bool MayLackType { get; init; }

    /// <summary>What it may be signed with; empty leaves that to the key.</summary>
    public ImmutableArray<string> Algorithms { get; init; } = [];

    /// <summary>Claims that must be there; a text must not be empty.</summary>
    public required ImmutableArray<string> Required { get; init; }

    /// <summary>How <c>aud</c> must name us.</summary>
    public AudienceRule Audience { get; init; }

    /// <summary>How far ahead the clock of its issuer may be, in seconds.</summary>
    public long Skew { get; init; } = 60;

    /// <summary>Whether its expiry is overlooked.</summary>
    public bool MayHaveExpired { get; init; }

    /// <summary>Which time its age and its lifetime count from.</summary>
    public LifetimeStart Start { get; init; }

    /// <summary>How many seconds ago its start may be; null for any.</summary>
    public long? MaxAge { get; init; }

    /// <summary>How many seconds after its start it may expire; null for any.</summary>
    public long? MaxLifetime { get; init; }

    /// <summary>The first thing that is wrong, or null.</summary>
    /// <param name="jws">The JWT.</param>
    /// <param name="now">The present.</param>
    /// <param name="audiences">Our names.</param>
    /// <param name="dates">Its times; meaningful where nothing is wrong.</param>
    public JwtFault? FaultOf(CompactJws jws, DateTimeOffset now, ReadOnlySpan<string> audiences, out NumericDates dates)
    {
        dates = default;
        return
            !HasType(jws.Type) ? JwtFault.Type :
            !Algorithms.IsEmpty && !Algorithms.AsSpan().Contains(jws.Algorithm) ? JwtFault.Algorithm :
            !JwtClaims.TryRead(jws.Payload, out dates) || !HasRequired(jws.Payload) ? JwtFault.Claims :
            !IsFor(jws.Payload, audiences) ? JwtFault.Audience :
            FaultOf(dates, now.ToUnixTimeSeconds());
    }

    // Media types compare without case, and "application/" is left out as a rule.
    private bool HasType(string? type)
    {
        const string prefix = "application/";
        if (type is null)
        {
            return MayLackType;
        }

        if (Types.IsEmpty)
        {
            return true;
        }

        if (HasExactType)
        {
            return Types.AsSpan().Contains(type);
        }

        var name = type.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? type.AsSpan(prefix.Length) : type;
        foreach (var accepted in Types)
        {
            if (name.Equals(accepted, StringComparison.OrdinalIgnoreCase) || type.Equals(accepted, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasRequired(JsonElement payload)
    {
        foreach (var name in Required)
        {
            if (!payload.TryGetProperty(name, out var claim) || (claim.ValueKind is JsonValueKind.String && claim.ValueEquals(""u8)))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsFor(JsonElement payload, ReadOnlySpan<string> audiences) => Audience switch
    {
        AudienceRule.Any => TokenClaims.HasAudience(payload, audiences),
        AudienceRule.Only => TokenClaims.AudienceOf(payload) is [var only] && audiences.Contains(only),
        AudienceRule.OnlyText => payload.Text(TokenClaims.Aud) is { } only && audiences.Contains(only),
        AudienceRule.AnyIfPresent => !payload.Has(TokenClaims.Aud) || TokenClaims.HasAudience(payload, audiences),
        _ => true,
    };

    private JwtFault? FaultOf(NumericDates dates, long now)
    {
        var start = Start switch { LifetimeStart.IssuedAt => dates.IssuedAt, LifetimeStart.NotBefore => dates.NotBefore, _ => now };
        return
            dates.Expires <= now && !MayHaveExpired ? JwtFault.Expired :
            dates.NotBefore > now + Skew || dates.IssuedAt > now + Skew ? JwtFault.NotYetValid :
            MaxAge is { } age && !(now - start <= age) ? JwtFault.Lifetime :
            MaxLifetime is { } lifetime && !(dates.Expires - start <= lifetime && (dates.Expires > start)) ? JwtFault.Lifetime :
            null;
    }
}

/// <summary>How <c>aud</c> must name us.</summary>
internal enum AudienceRule
{
    /// <summary>It is not asked about.</summary>
    None,

    /// <summary>Among others.</summary>
    Any,

    /// <summary>Among others, if there is one at all.</summary>
    AnyIfPresent,

    /// <summary>Alone: of several audiences another one could replay it here.</summary>
    Only,

    /// <summary>Alone, and as a text rather than as an array of one.</summary>
    OnlyText,
}

/// <summary>Which time the age and the lifetime of a JWT count from.</summary>
internal enum LifetimeStart
{
    /// <summary>The present.</summary>
    Now,

    /// <summary><c>iat</c>.</summary>
    IssuedAt,

    /// <summary><c>nbf</c>.</summary>
    NotBefore,
}

/// <summary>Why a JWT does not fit its profile.</summary>
internal enum JwtFault
{
    /// <summary>It is another kind of JWT.</summary>
    Type,

    /// <summary>It is signed with an algorithm that is not accepted.</summary>
    Algorithm,

    /// <summary>A claim is missing, or of another type, or a time outside of the calendar.</summary>
    Claims,

    /// <summary>It is for somebody else.</summary>
    Audience,

    /// <summary>It has expired.</summary>
    Expired,

    /// <summary>It is from the future.</summary>
    NotYetValid,

    /// <summary>It is too old, or lives too long.</summary>
    Lifetime,
}
