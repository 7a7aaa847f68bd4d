namespace Attesto.AspNetCore;

/// <summary>The route class of an endpoint, for filters and middleware of the host.</summary>
/// <param name="Class">The class.</param>
public sealed record RouteClassMetadata(RouteClass Class);
