using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Attesto.Lab.Policies;

/// <summary>Tells the claims of lab.json; what of them is released, the server decides.</summary>
public sealed class ClaimsPolicy(LabFile lab, IOptions<AttestoOptions> options) : IClaimsPolicy
{
    public ValueTask<JsonObject?> GetUserInfoAsync(ClaimsRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(lab.Users.FirstOrDefault(user => IsAbout(request, user))?.Claims.DeepClone() as JsonObject);

    public ValueTask<JsonObject?> GetIdTokenClaimsAsync(ClaimsRequest request, CancellationToken cancellationToken) => ValueTask.FromResult<JsonObject?>(null);

    private bool IsAbout(ClaimsRequest request, LabUser user) =>
        request.HostSubject is { } subject
            ? string.Equals(user.Sub, subject, StringComparison.Ordinal)
            : options.Value.PrincipalKinds.Any(kind => string.Equals(kind.SubPrefix + user.Sub, request.Subject, StringComparison.Ordinal));
}
