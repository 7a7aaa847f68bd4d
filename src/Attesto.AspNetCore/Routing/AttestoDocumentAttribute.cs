namespace Attesto.AspNetCore;

/// <summary>Marks a controller of the host as a public document of the authorization server, such as the style of its pages: it is routed with the endpoints,
/// and everybody may read it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AttestoDocumentAttribute : Attribute;
