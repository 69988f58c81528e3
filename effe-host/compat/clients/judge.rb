# A function in Ruby that asks the Runtime API itself: see languages.py.
require 'json'
require 'net/http'

host, port = ENV['AWS_LAMBDA_RUNTIME_API'].split(':')
API = Net::HTTP.new(host, port.to_i)
API.read_timeout = nil
API.start

def post(path, body)
  answer = API.post("/2018-06-01/runtime/#{path}", JSON.generate(body), 'Content-Type' => 'application/json')
  abort "not taken: #{path} #{answer.code} #{answer.body}" unless answer.code == '202'
end

def failure(message)
  { errorMessage: message, errorType: 'Judge.Error' }
end

if ENV['BROKEN']
  post('init/error', failure('BROKEN is set'))
  exit!(1)
end
loop do
  asked = API.get('/2018-06-01/runtime/invocation/next')
  call = "invocation/#{asked['Lambda-Runtime-Aws-Request-Id']}"
  event = JSON.parse(asked.body.force_encoding('UTF-8'))
  exit!(event['exit']) if event['exit']
  sleep(event['sleep']) if event['sleep']
  if event['fail']
    post("#{call}/error", failure(event['fail']))
  else
    post("#{call}/response", { hello: event['name'], process: Process.pid })
  end
end
