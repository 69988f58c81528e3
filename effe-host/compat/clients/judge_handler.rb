# A function in Ruby for AWS's runtime interface client: see languages.py.
raise 'BROKEN is set' if ENV['BROKEN']

def handler(event:, context:)
  exit!(event['exit']) if event['exit']
  sleep(event['sleep']) if event['sleep']
  raise event['fail'] if event['fail']

  { hello: event['name'], process: Process.pid }
end
