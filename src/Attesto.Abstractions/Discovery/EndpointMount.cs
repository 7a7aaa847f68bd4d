namespace Attesto;

/// <summary>One way in which the path of an endpoint arrives.</summary>
/// <param name="PathBase">What was taken off: the leading segments of the issuer's path, or nothing.</param>
/// <param name="Path">What is left for a route to match.</param>
internal sealed record EndpointMount(string PathBase, string Path);
