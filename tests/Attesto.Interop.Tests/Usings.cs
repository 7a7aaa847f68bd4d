global using System.Net;
global using System.Text.Json;
global using System.Text.Json.Nodes;
global using Attesto.Interop.Lab;
global using Attesto.Tests.Shared;
global using Attesto.Tests.Shared.Clients;
global using Attesto.Tests.Shared.Lab;
global using NUnit.Framework;
