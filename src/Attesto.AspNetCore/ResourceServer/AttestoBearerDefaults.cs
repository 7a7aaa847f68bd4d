namespace Attesto.AspNetCore;

/// <summary>The names of the authentication scheme.</summary>
public static class AttestoBearerDefaults
{
    /// <summary>The scheme under which <c>AddAttestoBearer</c> registers itself.</summary>
    public const string AuthenticationScheme = "AttestoBearer";
}
