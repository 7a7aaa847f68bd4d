namespace Attesto;

/// <summary>Settings of the token endpoint (RFC 6749 §3.2) and of the access tokens and ID tokens that it issues.</summary>
public sealed class TokenOptions
{
    /// <summary>The grant types that this server offers; null offers every registered grant that needs no switch of its own.</summary>
    public IList<string>? GrantTypes { get; set; }

    /// <summary>The algorithms that this server signs with, of those that its keys have; null uses every key, or follows
    /// <see cref="AttestoOptions.Profile"/>. Keys of other algorithms are not published either.</summary>
    public IList<string>? SigningAlgorithms { get; set; }

    /// <summary>Issues access tokens only that are bound to a DPoP key (RFC 9449) or to the client's certificate (RFC 8705); null follows
    /// <see cref="AttestoOptions.Profile"/>.</summary>
    public bool? RequireSenderConstraint { get; set; }

    /// <summary>How long an access token lives.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The <c>typ</c> header of access tokens (RFC 9068 §2.1); null leaves it out, for resource servers that know no better.</summary>
    public string? AccessTokenType { get; set; } = "at+jwt";

    /// <summary>How long an ID token lives.</summary>
    public TimeSpan IdTokenLifetime { get; set; } = TimeSpan.FromHours(1);
}
