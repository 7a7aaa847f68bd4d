using Attesto.ResourceServer;
using Microsoft.AspNetCore.Authorization;

namespace Attesto.AspNetCore;

/// <summary>Requires a strong or fresh authentication behind the access token; else 401 <c>insufficient_user_authentication</c> (RFC 9470).</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class StepUpAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private const int NoMaxAge = -1;

    /// <summary>Demands a step-up; set <see cref="MaxAge"/> or name at least one <c>acr</c>.</summary>
    /// <param name="acrValues">The acceptable <c>acr</c> values; none demands only an age.</param>
    public StepUpAttribute(params string[] acrValues)
    {
        AcrValues = acrValues;
        AuthenticationSchemes = AttestoBearerDefaults.AuthenticationScheme;
    }

    /// <summary>The acceptable <c>acr</c> values.</summary>
    public IReadOnlyList<string> AcrValues { get; }

    /// <summary>How old the authentication may be, in seconds. Not set demands nothing.</summary>
    public int MaxAge { get; set; } = NoMaxAge;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Nothing is demanded, or an <c>acr</c> could not stand in a challenge.</exception>
    public IEnumerable<IAuthorizationRequirement> GetRequirements()
    {
        var required = new StepUpRequirement(AcrValues, MaxAge is NoMaxAge ? null : TimeSpan.FromSeconds(MaxAge));
        return [new TokenRequirement(required.IsMetBy, required.Refuse)];
    }
}
